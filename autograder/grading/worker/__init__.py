"""What reads, runs, judges and shows one submission: in a process whose memory and time the system bounds."""
