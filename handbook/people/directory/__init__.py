"""The directory of people: the list and its exports, one person with history, and the verbs that change them."""
