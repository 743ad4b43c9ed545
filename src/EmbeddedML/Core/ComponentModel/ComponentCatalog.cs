using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Runtime;

/// <summary>The components that can be made when a model is loaded, by the name under which a model file refers to them.</summary>
public sealed class ComponentCatalog
{
    private static readonly Assembly s_self = typeof(ComponentCatalog).Assembly;

    private static readonly string s_framework = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar);

    private readonly Lock _lock = new();
    private readonly HashSet<Assembly> _assemblies = [];
    private readonly Dictionary<string, LoadableClassAttribute> _loaders = [];
    private readonly Dictionary<(Type Attribute, string ContractName), Type> _extensions = [];

    internal ComponentCatalog() => RegisterAssembly(s_self);

    /// <summary>Adds what an assembly says that it can load.</summary>
    /// <param name="assembly">The assembly; one that is known already is passed over.</param>
    /// <param name="throwOnError">Whether a component that cannot be added is an error; else it is passed over.</param>
    /// <exception cref="InvalidOperationException">Another component is registered under the same name.</exception>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_lock)
        {
            if (!_assemblies.Add(assembly))
                return;
            foreach (LoadableClassAttribute loader in assembly.GetCustomAttributes<LoadableClassAttribute>())
            {
                foreach (string name in loader.LoadNames)
                {
                    if (!_loaders.TryAdd(name, loader) && throwOnError)
                        throw new InvalidOperationException($"'{assembly.GetName().Name}' registers a component '{name}', but there is one of that name.");
                }
            }
            if (assembly != s_self)
                AddExtensions(assembly, throwOnError);
        }
    }

    /// <summary>Makes an object of the class that is marked with a contract name.</summary>
    /// <param name="attribute">The type of the mark.</param>
    /// <param name="contractName">The name.</param>
    /// <param name="assemblyName">An assembly in which to look for it, if that is one of the program.</param>
    /// <exception cref="InvalidOperationException">There is no such class.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "A class is registered only where it was kept; that its constructor is too, is up to who marks it.")]
    internal object CreateExtension(Type attribute, string contractName, string? assemblyName)
    {
        if (assemblyName is not null && LoadReferenced(assemblyName) is Assembly assembly)
            RegisterAssembly(assembly);
        Type? extension;
        lock (_lock)
            _extensions.TryGetValue((attribute, contractName), out extension);
        if (extension is null)
        {
            throw new InvalidOperationException($"The model refers to a class with the contract name '{contractName}', of the assembly '{assemblyName}', but "
                + $"there is none. Call ComponentCatalog.RegisterAssembly with the assembly that has a class marked with '{attribute}'.");
        }
        return Activator.CreateInstance(extension)!;
    }

    /// <summary>Makes the component that <paramref name="context"/> stands at.</summary>
    /// <exception cref="FormatException">Its code is not to be found, or what is stored is damaged.</exception>
    internal object Load(IHostEnvironment env, ModelLoadContext context)
    {
        LoadableClassAttribute loader = Find(context);
        MethodInfo create = FindCreate(loader.LoaderType);
        try
        {
            return create.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [env, context], null)
                ?? throw new FormatException($"The loader of '{context.LoaderSignature}' made nothing.");
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException or ArgumentException or InvalidDataException or IndexOutOfRangeException)
        {
            throw new FormatException($"The component '{context.LoaderSignature}' of the model file is damaged: {e.Message}", e);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A class that trimming removed is not found when a model is loaded, and the error names it.")]
    private void AddExtensions(Assembly assembly, bool throwOnError)
    {
        foreach (Type type in assembly.GetTypes())
        {
            foreach (ExtensionBaseAttribute extension in type.GetCustomAttributes<ExtensionBaseAttribute>())
            {
                if (!_extensions.TryAdd((extension.GetType(), extension.ContractName), type) && throwOnError)
                    throw new InvalidOperationException($"'{type}' has the contract name '{extension.ContractName}', but another class has it too.");
            }
        }
    }

    private LoadableClassAttribute Find(ModelLoadContext context)
    {
        lock (_lock)
        {
            if (Lookup(context) is LoadableClassAttribute known)
                return known;
        }
        if (LoadReferenced(context.LoaderAssemblyName) is Assembly assembly)
        {
            RegisterAssembly(assembly);
            lock (_lock)
            {
                if (Lookup(context) is LoadableClassAttribute found)
                    return found;
            }
        }
        throw new FormatException(
            $"The model file has a component '{context.LoaderSignature}' of the assembly '{context.LoaderAssemblyName}', which is not among " +
            "the components of this program. Reference the package that has it, or call ComponentCatalog.RegisterAssembly.");
    }

    private LoadableClassAttribute? Lookup(ModelLoadContext context)
        => _loaders.GetValueOrDefault(context.LoaderSignature) ?? _loaders.GetValueOrDefault(context.LoaderSignatureAlt);

    // A model file must not be able to load any assembly it names: only those of the program itself, not the framework's.
    private static Assembly? LoadReferenced(string name)
    {
        string simpleName = name.Split(',')[0].Trim();
        if (simpleName.Length == 0)
            return null;
        Assembly? loaded = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == simpleName);
        if (loaded is not null)
            return loaded;
        string program = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        bool isReferenced = program.Split(Path.PathSeparator)
            .Any(path => Path.GetFileNameWithoutExtension(path) == simpleName && Path.GetDirectoryName(path) != s_framework);
        return isReferenced ? Assembly.Load(new AssemblyName(simpleName)) : null;
    }

    private static MethodInfo FindCreate([DynamicallyAccessedMembers(LoadableClassAttribute.CreateMethod)] Type loaderType)
    {
        foreach (MethodInfo method in loaderType.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            ParameterInfo[] parameters = method.GetParameters();
            if (method.Name == "Create" && parameters.Length == 2
                && parameters[0].ParameterType == typeof(IHostEnvironment)
                && parameters[1].ParameterType.IsAssignableFrom(typeof(ModelLoadContext)))
                return method;
        }
        throw new InvalidOperationException($"The loader '{loaderType}' has no static method Create(IHostEnvironment, ModelLoadContext).");
    }
}
