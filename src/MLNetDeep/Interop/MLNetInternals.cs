using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Interop;

/// <summary>
/// Gives access to the internal members of ML.NET that a component needs. No other class may use internal members. A missing member
/// fails at its first call; <see cref="InteropSelfTest"/> finds all missing members.
/// </summary>
internal static class MLNetInternals
{
    private const string CoreAssembly = "Microsoft.ML.Core";
    private const string LoadContext = "Microsoft.ML.ModelLoadContext, " + CoreAssembly;

    // VersionInfo is an internal struct, which neither C# nor UnsafeAccessorType can name, so these members are reached by reflection.
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Type s_versionInfo = CoreType("Microsoft.ML.VersionInfo");
    private static readonly ConstructorInfo s_newVersionInfo = s_versionInfo.GetConstructors(Internal).Single(c => c.GetParameters().Length == 7);
    private static readonly MethodInfo s_setVersionInfo = FindMethod(typeof(ModelSaveContext), "SetVersionInfo", s_versionInfo);
    private static readonly MethodInfo s_checkVersionInfo = FindMethod(CoreType("Microsoft.ML.ModelLoadContext"), "CheckVersionInfo", s_versionInfo);
    private static readonly FieldInfo s_header = FindField(CoreType("Microsoft.ML.ModelLoadContext"), "Header");
    private static readonly FieldInfo s_version = FindField(s_header.FieldType, "ModelVerWritten");
    private static readonly PropertyInfo s_seed = FindHostProperty("Seed");
    private static readonly PropertyInfo s_gpuDeviceId = FindHostProperty("GpuDeviceId");
    private static readonly PropertyInfo s_fallbackToCpu = FindHostProperty("FallbackToCpu");

    /// <summary>Creates a schema shape column.</summary>
    public static SchemaShape.Column NewColumn(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey = false, SchemaShape? annotations = null) =>
        NewShapeColumn(name, kind, itemType, isKey, annotations);

    /// <summary>Returns the schema shape of a schema.</summary>
    public static SchemaShape ShapeOf(DataViewSchema schema) => CreateShape(null, schema);

    /// <summary>Returns the environment of a trainer catalog.</summary>
    public static IHostEnvironment EnvironmentOf(TrainCatalogBase.CatalogInstantiatorBase trainers) => GetEnvironment(GetOwner(trainers));

    /// <summary>Returns the environment of the catalog of transforms.</summary>
    public static IHostEnvironment EnvironmentOf(TransformsCatalog catalog) => TransformsEnvironment(catalog);

    /// <summary>Returns the environment of the catalog of conversions.</summary>
    public static IHostEnvironment EnvironmentOf(TransformsCatalog.ConversionTransforms catalog) => ConversionEnvironment(catalog);

    /// <summary>Returns the environment of the catalog of text transforms.</summary>
    public static IHostEnvironment EnvironmentOf(TransformsCatalog.TextTransforms catalog) => TextEnvironment(catalog);

    /// <summary>Returns the environment of the catalog of data operations.</summary>
    public static IHostEnvironment EnvironmentOf(DataOperationsCatalog catalog) => DataEnvironment(catalog);

    /// <summary>Returns the seed of the MLContext; null if none is set.</summary>
    public static int? SeedOf(IHostEnvironment env) => (int?)s_seed.GetValue(env);

    /// <summary>Returns the index of the GPU that the MLContext asks for; null for the CPU.</summary>
    public static int? GpuDeviceIdOf(IHostEnvironment env) => (int?)s_gpuDeviceId.GetValue(env);

    /// <summary>Returns whether the CPU is used if there is no such GPU.</summary>
    public static bool FallsBackToCpu(IHostEnvironment env) => (bool)s_fallbackToCpu.GetValue(env)!;

    /// <summary>Begins the model block of a component: checks that nothing has been written yet, and writes the format.</summary>
    public static BinaryWriter BeginSave(ModelSaveContext context, ModelFormat format)
    {
        SaveCheckAtModel(context);
        s_setVersionInfo.Invoke(context, BindingFlags.DoNotWrapExceptions, null, [NewVersionInfo(format)], null);
        return SaveWriter(context);
    }

    /// <summary>Writes a separate entry into the component's folder in the model file.</summary>
    public static void SaveStream(ModelSaveContext context, string name, Action<BinaryWriter> write) => SaveBinaryStream(context, name, write);

    /// <summary>
    /// Begins to read the model block of a component: checks that nothing has been read yet, and that the format is supported.
    /// </summary>
    /// <exception cref="FormatException">The component has a different format or an unsupported version.</exception>
    public static BinaryReader BeginLoad(object context, ModelFormat format)
    {
        LoadCheckAtModel(context);
        s_checkVersionInfo.Invoke(context, BindingFlags.DoNotWrapExceptions, null, [NewVersionInfo(format)], null);
        return LoadReader(context);
    }

    /// <summary>Returns the version in which a component was saved.</summary>
    public static uint VersionOf(object context) => (uint)s_version.GetValue(s_header.GetValue(context))!;

    /// <summary>Reads a string from the model block.</summary>
    public static string LoadText(object context) => LoadString(context);

    /// <summary>Reads an entry from the component's folder; returns false if the entry is missing.</summary>
    public static bool TryLoadStream(object context, string name, Action<BinaryReader> read) => TryLoadBinaryStream(context, name, read);

    private static object NewVersionInfo(ModelFormat format) => s_newVersionInfo.Invoke(
        [format.Signature, format.Version, format.ReadableVersion, format.OldestVersion, ModelFormat.LoaderAssembly, format.LoaderSignature, null]);

    private static Type CoreType(string name) => Type.GetType($"{name}, {CoreAssembly}", throwOnError: true)!;

    private static PropertyInfo FindHostProperty(string name) =>
        CoreType("Microsoft.ML.Runtime.IHostEnvironmentInternal").GetProperty(name)
        ?? throw new MissingMemberException("IHostEnvironmentInternal", name);

    private static MethodInfo FindMethod(Type type, string name, Type parameter) =>
        type.GetMethod(name, Internal, [parameter]) ?? throw new MissingMethodException(type.FullName, name);

    private static FieldInfo FindField(Type type, string name) =>
        type.GetField(name, Internal) ?? throw new MissingFieldException(type.FullName, name);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SchemaShape.Column NewShapeColumn(
        string name, SchemaShape.Column.VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape? annotations);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
    private static extern SchemaShape CreateShape(SchemaShape? type, DataViewSchema schema);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Owner")]
    private static extern TrainCatalogBase GetOwner(TrainCatalogBase.CatalogInstantiatorBase trainers);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Environment")]
    private static extern IHostEnvironment GetEnvironment(TrainCatalogBase catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref readonly IHostEnvironment TransformsEnvironment(TransformsCatalog catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref readonly IHostEnvironment ConversionEnvironment(TransformsCatalog.ConversionTransforms catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref readonly IHostEnvironment TextEnvironment(TransformsCatalog.TextTransforms catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_env")]
    private static extern ref readonly IHostEnvironment DataEnvironment(DataOperationsCatalog catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "CheckAtModel")]
    private static extern void SaveCheckAtModel(ModelSaveContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "Writer")]
    private static extern ref readonly BinaryWriter SaveWriter(ModelSaveContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SaveBinaryStream")]
    private static extern void SaveBinaryStream(ModelSaveContext context, string name, Action<BinaryWriter> write);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "CheckAtModel")]
    private static extern void LoadCheckAtModel([UnsafeAccessorType(LoadContext)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "Reader")]
    private static extern ref readonly BinaryReader LoadReader([UnsafeAccessorType(LoadContext)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "LoadString")]
    private static extern string LoadString([UnsafeAccessorType(LoadContext)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryLoadBinaryStream")]
    private static extern bool TryLoadBinaryStream([UnsafeAccessorType(LoadContext)] object context, string name, Action<BinaryReader> read);
}
