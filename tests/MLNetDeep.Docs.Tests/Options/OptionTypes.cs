using System.Reflection;
using MLNetDeep.Data;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;
using MLNetDeep.Onnx;
using MLNetDeep.Reports;
using MLNetDeep.TorchSharp;
using MLNetDeep.Trainers;
using MLNetDeep.Tuning;

namespace MLNetDeep.Docs.Tests.Options;

/// <summary>The public types of options, and their options.</summary>
internal static class OptionTypes
{
    /// <summary>The assemblies whose methods extend ML.NET's catalogs, and those of reports and hosting.</summary>
    public static IReadOnlyList<Assembly> Components { get; } =
    [
        typeof(NetworkTrainer).Assembly, typeof(ImageFolderOptions).Assembly, Assembly.Load("MLNetDeep.Hosting"), typeof(Picture).Assembly,
        typeof(TorchBackend).Assembly, typeof(OnnxOptions).Assembly, typeof(MpiOptions).Assembly,
        typeof(TuningOptions).Assembly,
    ];

    /// <summary>The public types of the components, and of the engine.</summary>
    public static IReadOnlyList<Type> Public { get; } =
        [.. Components.Append(typeof(Network).Assembly).SelectMany(assembly => assembly.GetExportedTypes())];

    /// <summary>The public types whose names end with Options.</summary>
    public static IReadOnlyList<Type> All { get; } = [.. Public.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))];

    /// <summary>The type and the types that it is derived from, the type itself first.</summary>
    public static IEnumerable<Type> Chain(Type? type)
    {
        for (; type is not null && type != typeof(object); type = type.BaseType)
        {
            yield return type;
        }
    }

    /// <summary>The options that a type itself declares: its public properties that can be set.</summary>
    public static IEnumerable<string> Declared(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => property.GetSetMethod() is not null)
        .Select(property => property.Name);

    /// <summary>The namespaces of the public types.</summary>
    public static IEnumerable<string> Namespaces() => Public.Select(type => type.Namespace!).Distinct().Order(StringComparer.Ordinal);
}
