using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural.Serialization;

/// <summary>The state of a callback in a checkpoint.</summary>
/// <param name="Name">The callback's <see cref="TrainingCallback.StateName"/>.</param>
/// <param name="State">What <see cref="TrainingCallback.SaveState"/> returned.</param>
internal sealed record CallbackState(string Name, string State);

/// <summary>Saves and restores the states of a training's callbacks.</summary>
internal static class CallbackStates
{
    /// <summary>Returns the states of the callbacks that have one.</summary>
    public static IReadOnlyList<CallbackState> Save(IEnumerable<TrainingCallback> callbacks) =>
    [
        .. callbacks.Select(callback => (callback.StateName, State: callback.SaveState()))
            .Where(pair => pair.State is not null)
            .Select(pair => new CallbackState(pair.StateName, pair.State!)),
    ];

    /// <summary>Restores the states by name. Callbacks of the same name receive their states in order; others begin anew.</summary>
    /// <exception cref="InvalidDataException">A state is not valid.</exception>
    public static void Restore(IEnumerable<TrainingCallback> callbacks, IReadOnlyList<CallbackState> states)
    {
        List<CallbackState> rest = [.. states];
        foreach (TrainingCallback callback in callbacks)
        {
            int index = rest.FindIndex(state => state.Name == callback.StateName);
            if (index < 0)
            {
                continue;
            }

            try
            {
                callback.RestoreState(rest[index].State);
            }
            catch (Exception exception) when (exception is JsonException or FormatException or NotSupportedException)
            {
                throw new InvalidDataException($"The checkpoint's state of {callback.StateName} is not valid: {exception.Message}", exception);
            }

            rest.RemoveAt(index);
        }
    }
}

/// <summary>The state of <see cref="ReduceLearningRateOnPlateau"/>.</summary>
internal sealed record PlateauState(string Options, double Best, int Wait, int Cooldown);

/// <summary>The state of <see cref="CheckpointSaver"/> if it monitors a metric.</summary>
internal sealed record BestCheckpointState(TrainingMetric Monitor, double Best);

/// <summary>The state of <see cref="LearningRateScheduler"/>.</summary>
internal sealed record SchedulerState(int Epoch);

/// <summary>The JSON serializer for the states of callbacks.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PlateauState))]
[JsonSerializable(typeof(BestCheckpointState))]
[JsonSerializable(typeof(SchedulerState))]
internal sealed partial class CallbackJsonContext : JsonSerializerContext;
