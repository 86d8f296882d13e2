"""The site for reading: the lessons with what they show, and the guides; built offline, without an answer."""
