using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What <see cref="CustomMappingFactory{TSrc, TDst}"/> can do whatever its classes are.</summary>
internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(IHostEnvironment env, string contractName);
}
