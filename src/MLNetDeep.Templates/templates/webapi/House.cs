namespace MLNetDeepWebApi;

/// <summary>
/// The input row of the model: the properties have the names and types of the columns that its pipeline reads. A number that is left out is
/// NaN, which the pipeline fills with the mean.
/// </summary>
public sealed class House
{
    /// <summary>Square metres.</summary>
    public float Area { get; set; } = float.NaN;

    /// <summary>The year in which it was built.</summary>
    public float Year { get; set; } = float.NaN;

    public string Town { get; set; } = "";
}
