"""What is this book's own: its palette, its live figures, its Sphinx parts, how notebooks run."""
