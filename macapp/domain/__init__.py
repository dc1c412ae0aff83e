"""The vocabulary: requests, jobs, schedulers. Pure data and functions, no input or output."""
