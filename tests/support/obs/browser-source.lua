-- An input kind `browser_source` for an OBS that was built without one: its defaults, its refresh button, and no browser.
-- Each time the real one would load its page, it writes a line "loads <url>" to OBS's log.
local obs = obslua

local function tell_load(settings)
  obs.script_log(obs.LOG_INFO, "loads " .. obs.obs_data_get_string(settings, "url"))
end

local function measure(data, settings)
  data.width = obs.obs_data_get_int(settings, "width")
  data.height = obs.obs_data_get_int(settings, "height")
end

local kind = {
  id = "browser_source",
  type = obs.OBS_SOURCE_TYPE_INPUT,
  output_flags = 1 + 2, -- video and audio
}

kind.get_name = function()
  return "Browser"
end

kind.create = function(settings, source)
  local data = { url = obs.obs_data_get_string(settings, "url") }
  measure(data, settings)
  tell_load(settings)
  return data
end

kind.destroy = function(data) end

-- OBS creates the browser again for every change except a change of its size.
kind.update = function(data, settings)
  measure(data, settings)
  local url = obs.obs_data_get_string(settings, "url")
  if url ~= data.url then
    data.url = url
    tell_load(settings)
  end
end

kind.get_width = function(data)
  return data.width
end

kind.get_height = function(data)
  return data.height
end

kind.get_defaults = function(settings)
  obs.obs_data_set_default_string(settings, "url", "https://obsproject.com/browser-source")
  obs.obs_data_set_default_bool(settings, "is_local_file", false)
  obs.obs_data_set_default_int(settings, "width", 800)
  obs.obs_data_set_default_int(settings, "height", 600)
  obs.obs_data_set_default_int(settings, "fps", 30)
  obs.obs_data_set_default_bool(settings, "fps_custom", true)
  obs.obs_data_set_default_string(
    settings,
    "css",
    "body { background-color: rgba(0, 0, 0, 0); margin: 0px auto; overflow: hidden; }"
  )
  obs.obs_data_set_default_bool(settings, "shutdown", false)
  obs.obs_data_set_default_bool(settings, "restart_when_active", false)
  obs.obs_data_set_default_int(settings, "webpage_control_level", 1)
  obs.obs_data_set_default_bool(settings, "reroute_audio", false)
end

kind.get_properties = function(data)
  local properties = obs.obs_properties_create()
  obs.obs_properties_add_text(properties, "url", "URL", obs.OBS_TEXT_DEFAULT)
  obs.obs_properties_add_button(properties, "refreshnocache", "Refresh", function()
    obs.script_log(obs.LOG_INFO, "refreshed " .. data.url)
    return false
  end)
  return properties
end

obs.obs_register_source(kind)

function script_description()
  return "A browser source without a browser"
end
