"""The sidebar: the places of the library with their numbers of pictures. It takes what is dropped on them."""
