"""Workflows that run the app's functions."""

from __future__ import annotations

from bot.demo.acts import Acts
from bot.demo.functions import Execution
from bot.demo.model import JSON, User


class Workflows(Acts):
    """The steps of workflows."""

    async def run_step(self, callback_id: str, inputs: JSON, user: User | None = None) -> Execution:
        """A workflow reaches a step that runs one of the app's functions.

        Args:
            callback_id: the function's, as the manifest declares it.
            inputs: what the workflow's author filled in, by parameter.
            user: who set the workflow off; it is not told to the app unless an input says so.

        Returns:
            The execution as it stands once the event was delivered; :meth:`execution` tells how it goes on.
        """
        self._must_be_installed()
        if user is not None:
            self._must_be_active(user)
        functions, identity = self._context.functions, self._state.identity
        functions.check_inputs(callback_id, inputs)
        if not self._context.events.sends("function_executed"):
            raise ValueError("the app is not subscribed to function_executed")
        execution_id = self._state.new_id("Fx")
        token = self._context.installations.new_step_token(identity.team_id, execution_id)
        execution = functions.begin(Execution(execution_id, self._state.new_id("Wx"), callback_id, inputs, token))
        event: JSON = {
            "type": "function_executed",
            "function": functions.describe(callback_id, identity.app_id, int(self._state.clock.now())),
            "inputs": inputs,
            "function_execution_id": execution.id,
            "workflow_execution_id": execution.workflow_id,
            "event_ts": self._state.new_ts(),
            "bot_access_token": token,
        }
        await self.happen(event)
        return functions.executions[execution.id]

    def execution(self, execution_id: str) -> Execution:
        """A function's execution as it stands now."""
        return self._context.functions.executions[execution_id]
