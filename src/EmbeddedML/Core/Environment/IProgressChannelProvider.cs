namespace Microsoft.ML.Runtime;

/// <summary>Opens channels on which a component says how far it is.</summary>
public interface IProgressChannelProvider
{
    /// <summary>Opens a progress channel.</summary>
    IProgressChannel StartProgressChannel(string name);
}
