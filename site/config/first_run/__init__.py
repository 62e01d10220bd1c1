"""What a new house is made of, and the page that asks whose it is."""
