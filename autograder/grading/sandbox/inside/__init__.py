"""Scripts that run inside the sandbox. They import the standard library and ipykernel, and nothing of ours."""
