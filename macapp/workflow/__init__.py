"""From a request to a saved picture: build the request, run the job, save the result."""
