"""Whosejob: whose job is it under the AWS shared responsibility model."""
