using System.Text.Json.Serialization;

namespace MLNetDeep.Tuning;

/// <summary>How a trial ended on a rung. With neither value nor failure, it was stopped and is to be forgotten.</summary>
/// <param name="Trial">The number of the trial.</param>
/// <param name="Rung">The number of the rung.</param>
/// <param name="Epochs">The number of epochs; null if the trainer's options say it.</param>
/// <param name="Value">The metric, finite; null after a failure.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
/// <param name="Seconds">The duration.</param>
internal sealed record TrialOutcome(int Trial, int Rung, int? Epochs, double? Value, string? Failure, double Seconds)
{
    [JsonIgnore]
    public (int Trial, int Rung) Key => (Trial, Rung);

    [JsonIgnore]
    public bool IsForgotten => Value is null && Failure is null;

    public RungResult ToResult() => new(Rung, Epochs, Value ?? double.NaN, TimeSpan.FromSeconds(Seconds), Failure);
}
