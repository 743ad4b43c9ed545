namespace Microsoft.ML.Transforms.Text;

/// <summary>A question for the number of an n-gram.</summary>
/// <param name="Signature">The n-gram's signature, or its number where the length is 0.</param>
/// <param name="Length">How many keys it has; 0 where it was looked up already.</param>
internal readonly record struct NgramQuery(ulong Signature, int Length);
