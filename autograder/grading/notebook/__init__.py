"""The notebook of a submission: read from any bytes, rebuilt from the course's template, its outputs bounded."""
