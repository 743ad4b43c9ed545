namespace Microsoft.ML.Runtime;

/// <summary>What components need of the context in which they run.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    /// <summary>The components that can be made when a model is loaded.</summary>
    ComponentCatalog ComponentCatalog { get; }

    /// <summary>Makes the environment of a component.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="seed">A seed of its own; by default it draws one from this environment.</param>
    /// <param name="verbose">Whether it logs more than usual; by default as this environment does.</param>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}
