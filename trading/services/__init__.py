"""The services: what staff do, as gerunds; every change and every rule that needs data."""
