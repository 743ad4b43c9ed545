namespace Microsoft.ML.Runtime;

/// <summary>The environment of one component: its own source of randomness, and channels under its name.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>The component's source of randomness, derived from the context's seed.</summary>
    Random Rand { get; }
}
