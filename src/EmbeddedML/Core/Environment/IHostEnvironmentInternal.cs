namespace Microsoft.ML.Runtime;

/// <summary>The part of an environment that only components see.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    /// <summary>The seed of the context; null where it was given none.</summary>
    int? Seed { get; }
}
