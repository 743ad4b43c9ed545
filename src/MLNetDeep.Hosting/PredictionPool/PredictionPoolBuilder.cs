using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MLNetDeep.Hosting;

/// <summary>Adds models to a <see cref="PredictionPool{TInput, TOutput}"/>.</summary>
/// <typeparam name="TInput">The class of a row that the models take.</typeparam>
/// <typeparam name="TOutput">The class of a row that the models give.</typeparam>
public sealed class PredictionPoolBuilder<TInput, TOutput>
    where TInput : class
    where TOutput : class, new()
{
    internal PredictionPoolBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services to which the pool belongs.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds the default model, which has no name.</summary>
    /// <param name="filePath">The model file; see <see cref="PredictionPoolOptions.ModelPath"/>.</param>
    /// <param name="watchForChanges">Whether the model is loaded again when the file changes. Default true.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">There is a default model already, in this pool or another.</exception>
    public PredictionPoolBuilder<TInput, TOutput> FromFile(string filePath, bool watchForChanges = true) =>
        FromFile(Options.DefaultName, filePath, watchForChanges);

    /// <summary>Adds a model with a name.</summary>
    /// <param name="modelName">The name of the model, unique among all pools of these services.</param>
    /// <param name="filePath">The model file; see <see cref="PredictionPoolOptions.ModelPath"/>.</param>
    /// <param name="watchForChanges">Whether the model is loaded again when the file changes. Default true.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">There is a model with this name already, in this pool or another.</exception>
    public PredictionPoolBuilder<TInput, TOutput> FromFile(string modelName, string filePath, bool watchForChanges = true)
    {
        ArgumentNullException.ThrowIfNull(filePath);
        return AddModel(modelName, options =>
        {
            options.ModelPath = filePath;
            options.WatchForChanges = watchForChanges;
        });
    }

    /// <summary>Adds a model with options.</summary>
    /// <param name="modelName">The name of the model, unique among all pools of these services; empty for the default model.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">There is a model with this name already, in this pool or another.</exception>
    public PredictionPoolBuilder<TInput, TOutput> AddModel(string modelName, Action<PredictionPoolOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        AddModel(modelName).Configure(configure);
        return this;
    }

    /// <summary>Adds a model whose options are in the configuration.</summary>
    /// <param name="modelName">The name of the model, unique among all pools of these services; empty for the default model.</param>
    /// <param name="configuration">The section with the options, for example of appsettings.json.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">There is a model with this name already, in this pool or another.</exception>
    public PredictionPoolBuilder<TInput, TOutput> AddModel(string modelName, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        AddModel(modelName).Configure(options => Bind(options, configuration));
        return this;
    }

    private static void Bind(PredictionPoolOptions options, IConfiguration configuration)
    {
        try
        {
            configuration.Bind(options);
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException refusal)
        {
            // What the setter of an option says is clearer.
            ExceptionDispatchInfo.Throw(refusal);
        }
    }

    private OptionsBuilder<PredictionPoolOptions> AddModel(string modelName)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        string described = RegisteredModel.Describe(modelName);
        foreach (ServiceDescriptor service in Services)
        {
            // Other libraries may have keyed services, which throw when they are asked for an instance without a key.
            if (!service.IsKeyedService && service.ImplementationInstance is RegisteredModel other && RegisteredModel.Describe(other.Name) == described)
            {
                throw new ArgumentException(
                    $"There is a model '{described}' in a prediction pool already; accepted: a name of its own for each model.", nameof(modelName));
            }
        }

        Services.AddSingleton(new RegisteredModel(typeof(PredictionPool<TInput, TOutput>), modelName));
        return Services.AddOptions<PredictionPoolOptions>(modelName).ValidateOnStart();
    }
}
