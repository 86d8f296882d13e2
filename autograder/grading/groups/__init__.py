"""Wrong answers that nothing names, grouped by what is wrong with them, and made known mistakes by a teacher."""
