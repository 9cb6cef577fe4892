"""The pages of firms: cards, the search for a partner, contacts."""
