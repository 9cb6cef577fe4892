"""The frame around every page: language, menu, words in templates, mistakes, headers."""
