namespace Microsoft.ML.Transforms.Text;

/// <summary>What was learned about a column: its n-grams, and what each is worth.</summary>
/// <param name="NgramLength">The most keys in an n-gram.</param>
/// <param name="SkipLength">How many keys may be left out between the first and the last of an n-gram.</param>
/// <param name="Weighting">What a slot holds.</param>
/// <param name="HasLength">For each length, from 1, whether there are n-grams of it.</param>
/// <param name="Pool">The n-grams; each one's number is its slot.</param>
/// <param name="InverseDocumentFrequencies">
/// The logarithms of how many rows there were for each that has the n-gram, or nothing where they are not used. Zeros may follow.
/// </param>
internal sealed record NgramDictionary(
    int NgramLength,
    int SkipLength,
    NgramExtractingEstimator.WeightingCriteria Weighting,
    bool[] HasLength,
    NgramPool Pool,
    double[] InverseDocumentFrequencies)
{
    public bool UsesFrequencies => Weighting != NgramExtractingEstimator.WeightingCriteria.Tf;
}
