using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Tuning;

/// <summary>The values of one trial. They depend on the space, the seed of the search and the trial's number alone.</summary>
internal sealed class TrialValues(SearchSpace space, int seed, int number)
{
    private readonly ulong _key = Seeds.Key(seed, RandomStream.Tuning, number);

    /// <summary>A seed for the trial's training.</summary>
    public int Seed => (int)(SplitMix64.At(_key, ulong.MaxValue) >> 33);

    public T Get<T>(Parameter<T> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.ValueAt(Uniform(parameter));
    }

    public string Text(Parameter parameter) => parameter.TextAt(Uniform(parameter));

    public double Number(Parameter parameter) => parameter.NumberAt(Uniform(parameter));

    /// <summary>The names of the parameters and the texts of their values.</summary>
    public IEnumerable<KeyValuePair<string, string>> Texts() =>
        space.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, Text(parameter)));

    // In (0, 1), with 53 random bits; null where the first trial has an initial value.
    private double? Uniform(Parameter parameter) => parameter.Space == space
        ? number == 0 && parameter.HasInitialValue ? null : ((SplitMix64.At(_key, (ulong)parameter.Index) >> 11) + 0.5) * (1.0 / (1L << 53))
        : throw new ArgumentException($"The parameter '{parameter.Name}' belongs to another search space.", nameof(parameter));
}
