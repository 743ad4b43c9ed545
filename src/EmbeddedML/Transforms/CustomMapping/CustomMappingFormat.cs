using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(CustomMappingFormat), null,
    typeof(SignatureLoadModel), "Custom Transformer", CustomMappingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How a custom mapping lies in a model file: its contract name, and the assembly that has the code.</summary>
internal static class CustomMappingFormat
{
    public const string LoaderSignature = "CustomTransformer";

    private const uint VersionWithAssembly = 0x00010002;

    private static readonly VersionInfo s_version = new(
        modelSignature: "CUSTOMXF",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010002,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    public static void Save(ModelSaveContext ctx, string contractName, Assembly assembly)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.SaveString(contractName);
        ctx.SaveString(assembly.FullName);
    }

    private static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(s_version);
        string contractName = ctx.LoadString() ?? throw new FormatException("The model has a custom mapping without a contract name.");
        string? assembly = ctx.ModelVersionWritten >= VersionWithAssembly ? ctx.LoadString() : null;
        object factory = env.ComponentCatalog.CreateExtension(typeof(CustomMappingFactoryAttributeAttribute), contractName, assembly);
        return factory is ICustomMappingFactory mappings
            ? mappings.CreateTransformer(env, contractName)
            : throw new InvalidOperationException($"'{factory.GetType()}' has the contract name '{contractName}', but is not derived from {typeof(CustomMappingFactory<,>)}.");
    }
}
