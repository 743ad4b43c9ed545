using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>From where a component reads itself: its model block, its strings and the further entries in its folder.</summary>
internal sealed class ModelLoadContext
{
    public readonly BinaryReader Reader;

    private readonly RepositoryReader _repository;
    private readonly string _directory;
    private readonly ModelHeader _header;
    private readonly MemoryStream _model;

    private ModelLoadContext(RepositoryReader repository, string directory, byte[] file)
    {
        _repository = repository;
        _directory = directory;
        _header = ModelHeader.Read(file, EntryName);
        (int offset, int length) = _header.Model.GetOffsetAndLength(file.Length);
        _model = new MemoryStream(file, offset, length, writable: false);
        Reader = new BinaryReader(_model, Encoding.UTF8);
    }

    public string LoaderSignature => _header.LoaderSignature;

    public string LoaderSignatureAlt => _header.LoaderSignatureAlt;

    public string LoaderAssemblyName => _header.LoaderAssemblyName;

    /// <summary>The version in which the component was written.</summary>
    public uint ModelVersionWritten => _header.ModelVersionWritten;

    private string EntryName => RepositoryPath.Combine(_directory, ModelSaveContext.ModelEntryName);

    /// <summary>Makes the component that is stored in a folder of the file.</summary>
    /// <exception cref="FormatException">There is none, or it is damaged, or its code is not to be found.</exception>
    public static T LoadModel<T>(IHostEnvironment env, RepositoryReader repository, string directory) where T : class
        => LoadModelOrNull<T>(env, repository, directory)
            ?? throw new FormatException($"The model file has no component in '{directory}'.");

    /// <summary>Makes the component that is stored in a folder of the file, or null where there is none.</summary>
    public static T? LoadModelOrNull<T>(IHostEnvironment env, RepositoryReader repository, string directory) where T : class
    {
        CheckDepth(directory);
        if (repository.ReadOrNull(RepositoryPath.Combine(directory, ModelSaveContext.ModelEntryName)) is not byte[] file)
            return null;
        var context = new ModelLoadContext(repository, directory, file);
        object component = env.ComponentCatalog.Load(env, context);
        if (component is not T result)
            throw new FormatException($"The component in '{directory}' is a '{component.GetType()}', but a '{typeof(T)}' is needed.");
        if (context._model.Position != context._model.Length)
            throw new FormatException($"The model entry '{context.EntryName}' is damaged: it has more in it than its component reads.");
        return result;
    }

    /// <summary>Makes the component that is stored in a folder below this component's.</summary>
    public T LoadModel<T>(IHostEnvironment env, string name) where T : class
        => LoadModel<T>(env, _repository, RepositoryPath.Combine(_directory, name));

    /// <summary>Makes the component that is stored in a folder below this component's, or null where there is none.</summary>
    public T? LoadModelOrNull<T>(IHostEnvironment env, string name) where T : class
        => LoadModelOrNull<T>(env, _repository, RepositoryPath.Combine(_directory, name));

    /// <summary>Reads a part of this component from a folder below its own; false where there is none.</summary>
    public bool TryProcessSubModel(string name, Action<ModelLoadContext> action)
    {
        string directory = RepositoryPath.Combine(_directory, name);
        CheckDepth(directory);
        if (_repository.ReadOrNull(RepositoryPath.Combine(directory, ModelSaveContext.ModelEntryName)) is not byte[] file)
            return false;
        action(new ModelLoadContext(_repository, directory, file));
        return true;
    }

    public void CheckAtModel()
    {
        if (_model.Position != 0)
            throw new InvalidOperationException("The model block has been read from already.");
    }

    /// <exception cref="FormatException">The component is of another kind, or of a version that cannot be read.</exception>
    public void CheckVersionInfo(VersionInfo ver)
    {
        if (_header.ModelSignature != ver.ModelSignature)
            throw new FormatException($"The model entry '{EntryName}' is not of the kind that '{ver.LoaderSignature}' reads.");
        if (_header.ModelVersionReadable > _header.ModelVersionWritten)
            throw new FormatException($"The model entry '{EntryName}' is damaged: its versions contradict each other.");
        if (_header.ModelVersionReadable > ver.VerWrittenCur)
        {
            throw new FormatException(
                $"The model entry '{EntryName}' needs version 0x{_header.ModelVersionReadable:X8} of '{ver.LoaderSignature}', but this one is 0x{ver.VerWrittenCur:X8}.");
        }
        if (_header.ModelVersionWritten < ver.VerWeCanReadBack)
        {
            throw new FormatException(
                $"The model entry '{EntryName}' has version 0x{_header.ModelVersionWritten:X8}, but '{ver.LoaderSignature}' reads 0x{ver.VerWeCanReadBack:X8} and newer.");
        }
    }

    /// <summary>Checks a count that was read before anything of that size is made.</summary>
    /// <exception cref="FormatException">It is negative, or more than what is left of the model block could hold.</exception>
    public void CheckCount(int count, int bytesEach, string what)
    {
        if (count < 0 || count > (_model.Length - _model.Position) / bytesEach)
            throw new FormatException($"The model entry '{EntryName}' is damaged: it claims {count} {what}.");
    }

    public string? LoadString()
    {
        int id = Reader.ReadInt32();
        if (id == -1)
            return null;
        if (id < 0 || id >= _header.Strings.Length)
            throw new FormatException($"The model entry '{EntryName}' is damaged: it has no string {id}.");
        return _header.Strings[id];
    }

    public string LoadNonEmptyString()
        => LoadString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"The model entry '{EntryName}' is damaged: a name in it is empty.");

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        if (_repository.ReadOrNull(RepositoryPath.Combine(_directory, name)) is not byte[] content)
            return false;
        using var reader = new BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        if (_repository.ReadOrNull(RepositoryPath.Combine(_directory, name)) is not byte[] content)
            return false;
        using var reader = new StreamReader(new MemoryStream(content, writable: false));
        action(reader);
        return true;
    }

    // A hostile file may nest components as deeply as it likes, and a stack overflow cannot be caught.
    private static void CheckDepth(string directory)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FormatException($"The model file has components within components to a depth of {directory.AsSpan().Count('/')}, which is too deep.");
    }
}
