"""The pages that learners and instructors read: nothing in them runs in a reader's browser."""
