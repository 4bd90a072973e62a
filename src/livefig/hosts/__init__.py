"""The places where a figure lives, besides Jupyter: a built book, and any page by export."""
