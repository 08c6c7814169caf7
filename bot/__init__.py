"""Whosejob: whose job is it under the AWS shared responsibility model."""

__version__ = "0.1.0"
