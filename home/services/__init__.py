"""Every change of the rows of this app. Each runs in one transaction and says in French why it refuses."""
