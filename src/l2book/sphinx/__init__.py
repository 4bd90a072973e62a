"""This book's Sphinx parts, one extension a file."""
