using TorchSharp;

namespace MLNetDeep.TorchSharp;

/// <summary>Numbers for libtorch that live as long as the process.</summary>
/// <remarks>
/// Where TorchSharp makes a number itself, as in <c>a.add(b)</c>, <c>a.add_(2f)</c> or <c>a.square()</c>, nothing refers to it while libtorch
/// reads it: once the code is optimized, the collector may free it too early. So all numbers here are fields, or variables with <c>using</c>,
/// and only those overloads are called that take every number.
/// </remarks>
internal static class Scalars
{
    /// <summary>The number 0.</summary>
    public static readonly Scalar Zero = 0.0.ToScalar();

    /// <summary>The number 1.</summary>
    public static readonly Scalar One = 1.0.ToScalar();
}
