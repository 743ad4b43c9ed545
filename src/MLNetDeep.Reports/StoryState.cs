namespace MLNetDeep.Reports;

/// <summary>One of the states of a model that a <see cref="StoryPage"/> shows side by side.</summary>
public sealed class StoryState
{
    /// <summary>Creates a state.</summary>
    /// <param name="name">What the state is, such as "After 10 iterations".</param>
    /// <param name="values">Names and values of its main numbers, such as ("Accuracy", "0.9178").</param>
    /// <param name="pictures">Its pictures, such as those of an <see cref="EvaluationReport"/>. Those of all states are shown in rows.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public StoryState(string name, IReadOnlyList<(string Name, string Value)> values, IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(pictures);
        Name = name;
        Values = [.. values];
        Pictures = [.. pictures];
    }

    /// <summary>What the state is.</summary>
    public string Name { get; }

    /// <summary>Names and values of the main numbers.</summary>
    public IReadOnlyList<(string Name, string Value)> Values { get; }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<Picture> Pictures { get; }
}
