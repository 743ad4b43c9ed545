using System.Text;

namespace Microsoft.ML;

/// <summary>
/// Where a component writes itself: a model block, with a pool of the strings in it, and any number of further entries
/// in the component's folder of the model file.
/// </summary>
public sealed class ModelSaveContext : IDisposable
{
    /// <summary>The name of the entry that makes a folder a component.</summary>
    internal const string ModelEntryName = "Model.key";

    internal readonly BinaryWriter Writer;

    private readonly RepositoryWriter _repository;
    private readonly string _directory;
    private readonly MemoryStream _model = new();
    private readonly Dictionary<string, int> _stringIds = [];
    private readonly List<string> _strings = [];
    private VersionInfo _version;

    internal ModelSaveContext(RepositoryWriter repository, string directory)
    {
        _repository = repository;
        _directory = directory;
        Writer = new BinaryWriter(_model, Encoding.UTF8, leaveOpen: true);
    }

    /// <summary>Releases the buffers.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        _model.Dispose();
    }

    /// <summary>Saves a component into a folder of the file.</summary>
    internal static void SaveModel(RepositoryWriter repository, ICanSaveModel value, string directory)
    {
        using var context = new ModelSaveContext(repository, directory);
        value.Save(context);
        context.Done();
    }

    /// <summary>Saves a component into a folder below this component's.</summary>
    internal void SaveModel(ICanSaveModel value, string name) => SaveModel(_repository, value, Below(name));

    /// <summary>Saves a part of this component into a folder below its own, as a component of its own.</summary>
    internal void SaveSubModel(string name, Action<ModelSaveContext> save)
    {
        using var context = new ModelSaveContext(_repository, Below(name));
        save(context);
        context.Done();
    }

    internal void CheckAtModel()
    {
        if (_model.Position != 0)
            throw new InvalidOperationException("The model block has been written to already.");
    }

    internal void SetVersionInfo(VersionInfo ver) => _version = ver;

    /// <summary>Writes the position of a text in the string pool, or -1 for null.</summary>
    internal void SaveString(string? str)
    {
        if (str is null)
        {
            Writer.Write(-1);
            return;
        }
        if (!_stringIds.TryGetValue(str, out int id))
        {
            id = _strings.Count;
            _stringIds.Add(str, id);
            _strings.Add(str);
        }
        Writer.Write(id);
    }

    internal void SaveNonEmptyString(string str)
    {
        ArgumentException.ThrowIfNullOrEmpty(str);
        SaveString(str);
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using Stream stream = _repository.CreateEntry(Below(name));
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        action(writer);
    }

    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using Stream stream = _repository.CreateEntry(Below(name));
        using var writer = new StreamWriter(stream, leaveOpen: true);
        action(writer);
    }

    private void Done()
    {
        Writer.Flush();
        if (_version.ModelSignature == 0)
            throw new InvalidOperationException($"The component in '{_directory}' did not set its version.");
        byte[] file = ModelHeader.Write(_version, _model.GetBuffer().AsSpan(0, (int)_model.Length), _strings);
        using Stream stream = _repository.CreateEntry(Below(ModelEntryName));
        stream.Write(file);
    }

    private string Below(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return RepositoryPath.Combine(_directory, name);
    }
}
