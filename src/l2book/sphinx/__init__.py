"""The Sphinx parts of this book, one extension a file."""
