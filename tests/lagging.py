"""Tests that fail on the redrawn figures and the pages with questions, skipped by name.

Each is a fault or an outdated test that somebody has still to mend. The list may only shrink. A
name ends where all that begins with it is skipped.
"""

LAGGING: tuple[str, ...] = (
    "tests/book/test_faults.py::test_a_figure_whose_script_does_not_come_says_so",
    "tests/book/test_frame.py::test_the_keyboard_goes_through_a_chapter_from_top_to_bottom",
    "tests/book/test_on_paper.py::test_a_folded_solution_is_printed_open",
    "tests/book/test_served.py::TestServed::test_a_letter_typed_elsewhere_enlarges_nothing",
    "tests/book/test_served.py::TestServed::test_a_move_does_not_have_the_page_composed_anew",
    "tests/book/test_served.py::TestServed::test_an_enlarged_figure_is_alive_and_keeps_the_focus",
    "tests/book/test_served.py::TestServed::test_an_enlarged_figure_is_whole_and_readable",
    "tests/book/test_served.py::TestServed::test_by_button_or_key_and_back_again",
    "tests/book/test_served.py::TestServed::test_it_prints_the_page_and_searches_over_the_figure",
    "tests/book/test_served.py::TestServed::test_keys_on_a_slider",
    "tests/book/test_study_group.py::test_every_number_is_one_that_the_figures_show",
    "tests/browsers/test_browsers.py::TestFirefox::test_every_page_lives_and_fits_a_phone",
    "tests/browsers/test_browsers.py::TestWebKit::test_every_page_lives_and_fits_a_phone",
    "tests/browsers/test_browsers.py::TestWebKit::test_presenter_mode_and_back",
    "tests/engine/test_questions_book.py::test_a_page_loads_what_it_needs",
    "tests/figures/test_python_side.py::test_no_line_ends_at_a_sign_of_a_formula[cover]",
    "tests/languages/test_site.py::test_a_page_fits_a_phone_and_logs_nothing",
    "tests/languages/test_site.py::test_both_languages_have_the_same_places",
    "tests/lite/test_site.py::test_a_chapter_opens_from_its_button",
    "tests/notebooks/test_glossary.py::test_every_term_is_linked_from_a_page",
    "tests/notebooks/test_of_the_tests.py::test_a_wrong_equation_stops_the_run",
)
