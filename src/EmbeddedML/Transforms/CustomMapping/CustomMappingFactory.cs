using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Gives the code of a custom mapping when a model with one is loaded. A class derived from this one, marked with
/// <see cref="CustomMappingFactoryAttributeAttribute"/>, is found by the contract name.
/// </summary>
/// <typeparam name="TSrc">The class whose members are the columns that are read.</typeparam>
/// <typeparam name="TDst">The class whose members are the columns that are added.</typeparam>
public abstract class CustomMappingFactory<
    [DynamicallyAccessedMembers(TypedRows.Members)] TSrc,
    [DynamicallyAccessedMembers(TypedRows.Members)] TDst> : ICustomMappingFactory
    where TSrc : class, new()
    where TDst : class, new()
{
    /// <summary>The code: it reads the first object and fills the second.</summary>
    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(IHostEnvironment env, string contractName)
        => new CustomMappingTransformer<TSrc, TDst>(env, GetMapping(), contractName);
}
