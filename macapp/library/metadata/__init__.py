"""What picture files say about how they were made."""
