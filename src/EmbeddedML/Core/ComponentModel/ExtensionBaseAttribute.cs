namespace Microsoft.ML;

/// <summary>Marks classes that a model file can refer to by a name of their own.</summary>
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName) => ContractName = contractName;

    /// <summary>The name.</summary>
    public string ContractName { get; }
}
