using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Serialization;

/// <summary>The state of a callback in a checkpoint.</summary>
/// <param name="Name">The callback's <see cref="TrainingCallback.StateName"/>.</param>
/// <param name="State">What <see cref="TrainingCallback.SaveState"/> returned.</param>
/// <param name="Metric">What the callback's metric was measured on; null if it monitors none.</param>
internal sealed record CallbackState(string Name, string State, string? Metric = null);

/// <summary>Saves and restores the states of a training's callbacks.</summary>
/// <param name="options">The options, which have the callbacks.</param>
/// <param name="validationRows">The number of validation rows; 0 if there are none.</param>
internal sealed class CallbackStates(FitOptions options, int validationRows)
{
    /// <summary>Returns the states of the callbacks that have one.</summary>
    public IReadOnlyList<CallbackState> Save() =>
    [
        .. options.Callbacks.Select(callback => (Callback: callback, State: callback.SaveState()))
            .Where(pair => pair.State is not null)
            .Select(pair => new CallbackState(pair.Callback.StateName, pair.State!, MetricOf(pair.Callback))),
    ];

    /// <summary>
    /// Restores the states by name. Callbacks of the same name receive their states in order. Others begin anew, and so do those whose
    /// metric is now measured in another way: the values cannot be compared.
    /// </summary>
    /// <exception cref="InvalidDataException">A state is not valid.</exception>
    public void Restore(IReadOnlyList<CallbackState> states)
    {
        List<CallbackState> rest = [.. states];
        foreach (TrainingCallback callback in options.Callbacks)
        {
            int index = rest.FindIndex(state => state.Name == callback.StateName);
            if (index >= 0)
            {
                CallbackState state = rest[index];
                rest.RemoveAt(index);
                if (state.Metric == MetricOf(callback))
                {
                    Restore(callback, state.State);
                }
            }
        }
    }

    private static void Restore(TrainingCallback callback, string state)
    {
        try
        {
            callback.RestoreState(state);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or NotSupportedException)
        {
            throw new InvalidDataException($"The checkpoint's state of {callback.StateName} is not valid: {exception.Message}", exception);
        }
    }

    private string? MetricOf(TrainingCallback callback)
    {
        if (callback.MonitoredMetric is not { } metric)
        {
            return null;
        }

        string rows = metric.IsValidation() ? string.Create(CultureInfo.InvariantCulture, $" of {validationRows} rows") : "";
        string k = metric.OnTraining() == TrainingMetric.TopKAccuracy ? string.Create(CultureInfo.InvariantCulture, $", k {options.TopK}") : "";
        return $"{metric}{rows}{k}";
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
