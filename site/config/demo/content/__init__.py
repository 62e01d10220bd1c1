"""What the demonstration says, by subject. Real facts keep their real organiser; what is invented is the valley's."""
