using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saves models, loads them, and makes engines that predict for single examples.</summary>
public sealed partial class ModelOperationsCatalog
{
    private const string SchemaEntry = "Schema";
    private const string TransformerFolder = TransformerChainFormat.LoaderSignature;

    private readonly IHostEnvironment _env;

    internal ModelOperationsCatalog(IHostEnvironment env) => _env = env;

    /// <summary>Saves a model to a file. A file that is there keeps its content until the new one is complete.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">
    /// The schema of the data that it takes, which <see cref="Load(string, out DataViewSchema)"/> gives back; or null.
    /// </param>
    /// <param name="filePath">The file.</param>
    /// <exception cref="InvalidOperationException">The schema has no column that can be stored.</exception>
    public void Save(ITransformer? model, DataViewSchema? inputSchema, string filePath)
    {
        CheckPath(filePath);
        ReplacedFile.Write(filePath, stream => Save(model, inputSchema, stream));
    }

    /// <summary>Saves a model to a stream, from where the stream stands.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputSchema">
    /// The schema of the data that it takes, which <see cref="Load(Stream, out DataViewSchema)"/> gives back; or null.
    /// </param>
    /// <param name="stream">The stream, which is left open.</param>
    /// <exception cref="InvalidOperationException">The schema has no column that can be stored.</exception>
    public void Save(ITransformer? model, DataViewSchema? inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var repository = new RepositoryWriter(stream);
        if (model is not null)
            ModelSaveContext.SaveModel(repository, model, TransformerFolder);
        if (inputSchema is null)
            return;
        using IChannel schemaChannel = _env.Start("Saving Schema");
        using IChannel channel = RegisterSaver().Start("Write");
        using Stream entry = repository.CreateEntry(SchemaEntry);
        BinarySchemaWriter.Write(entry, inputSchema, schemaChannel, channel);
    }

    /// <summary>Loads a model from a file.</summary>
    /// <param name="filePath">The file.</param>
    /// <param name="inputSchema">The schema of the data that the model takes; null where it was saved without one.</param>
    /// <exception cref="FormatException">
    /// The file is not a model, or it is damaged, or the code of a component in it is not to be found.
    /// </exception>
    /// <exception cref="InvalidOperationException">The file has no model in it, or a part of a version that cannot be read.</exception>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        CheckPath(filePath);
        using FileStream stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    /// <summary>Loads a model from a stream.</summary>
    /// <param name="stream">The stream, which is left open.</param>
    /// <param name="inputSchema">The schema of the data that the model takes; null where it was saved without one.</param>
    /// <exception cref="FormatException">
    /// What is in the stream is not a model, or it is damaged, or the code of a component in it is not to be found.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no model in it, or a part of a version that cannot be read.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var repository = new RepositoryReader(stream);
        if (repository.ReadOrNull(SchemaEntry) is byte[] schema)
        {
            using IChannel channel = _env.Register("BinaryLoader").Start("Initializing");
            inputSchema = BinarySchemaReader.Read(schema, channel);
            return ModelLoadContext.LoadModel<ITransformer>(_env, repository, TransformerFolder);
        }
        if (ModelLoadContext.LoadModelOrNull<IDataLoader<IMultiStreamSource>>(_env, repository, RootFolder) is IDataLoader<IMultiStreamSource> loader)
        {
            ITransformer transformer = TakeTransformer(ref loader);
            inputSchema = loader.GetOutputSchema();
            return transformer;
        }
        inputSchema = null!;
        return ModelLoadContext.LoadModelOrNull<ITransformer>(_env, repository, TransformerFolder)
            ?? throw new InvalidOperationException($"The model file has no '{TransformerFolder}' in it, so there is no model to load.");
    }

    // ML.NET registers two components for this. Each draws from the environment's source of randomness, on which the seeds
    // of what is made later depend.
    private IHost RegisterSaver()
    {
        IHost host = _env.Register("BinarySaver");
        _env.Register("EmptyDataView");
        return host;
    }

    private static void CheckPath(string filePath)
    {
        if (string.IsNullOrEmpty(filePath))
            throw new ArgumentOutOfRangeException(nameof(filePath), "The path must not be null or empty.");
    }
}
