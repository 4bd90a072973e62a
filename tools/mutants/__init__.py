"""Does a test notice when the maths is wrong? Each mutant is the maths with one thing changed."""
