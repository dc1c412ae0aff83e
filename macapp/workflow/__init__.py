"""From a request to a saved picture: build the request, run the job, save the result.

Plain Python without Qt and PyTorch. May import `library`, `models` and the packages below them; the runner gets its
engine as an argument.
"""
